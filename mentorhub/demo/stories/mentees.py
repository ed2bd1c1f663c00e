"""The four mentees of the circle that is under way, in the order in which they came."""

from mentorhub.demo.stories.plot import Applicant, Mentee

MENTEES = (
    Mentee(Applicant("Amara Nwosu", "amara@example.org", "Europe/Oslo", 0, 4, True)),
    Mentee(Applicant("Daniel Okoye", "daniel@example.org", "Africa/Lagos", 1, 8, True)),
    Mentee(Applicant("Mei Tanaka", "mei@example.org", "Europe/Copenhagen", 7, 5, True)),
    Mentee(Applicant("Stéphane Roux", "stephane@example.org", "Europe/Paris", 52, 6, True)),
)
