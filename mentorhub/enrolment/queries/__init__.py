"""Reads of the line. An applicant is identified by their link's enrolment, staff by their membership."""
