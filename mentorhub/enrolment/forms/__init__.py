"""Text into typed values with messages: an applicant's, and what practice and mentee decide of seats and money."""
