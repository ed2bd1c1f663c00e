"""People in the lines of the demo's open and sold-out programmes."""

from mentorhub.demo.stories.plot import Applicant

DAY = 24 * 60

OPEN_CIRCLE = (
    Applicant("Katarzyna Zielińska", "katarzyna@example.org", "Europe/Warsaw", 0, 5, True),
    Applicant("Oluwaseun Adebayo", "seun@example.org", "Europe/London", 1, 9, True),
    Applicant("Ragnhild Fossum", "ragnhild@example.org", "Europe/Oslo", 3, 4, True),
    Applicant("Lucía Ferrer", "lucia@example.org", "Europe/Madrid", 14, 6, True),
    Applicant("Bjarni Einarsson", "bjarni@example.org", "Atlantic/Reykjavik", 130, 11, True),
    Applicant("Noor van Dijk", "noor@example.org", "Europe/Amsterdam", DAY + 212, 3, True),
    Applicant("Hana Svobodová", "hana@example.org", "Europe/Prague", 3 * DAY + 40, 7),
    Applicant("Emre Yıldız", "emre@example.org", "Europe/Istanbul", 5 * DAY + 505, 5),
    Applicant("Petra Sjögren", "petra@example.org", "Europe/Stockholm", 7 * DAY + 96, 8),
)
FULL_CIRCLE = (
    Applicant("Solveig Aune", "solveig@example.org", "Europe/Oslo", 0, 3, True),
    Applicant("Tomás Figueiredo", "tomas@example.org", "Europe/Lisbon", 0, 6, True),
    Applicant("Wanjiru Kamau", "wanjiru@example.org", "Africa/Nairobi", 2, 4, True),
    Applicant("Radek Pospíšil", "radek@example.org", "Europe/Prague", 5, 12, True),
    Applicant("Inès Belkacem", "ines.belkacem@example.org", "Europe/Paris", 31, 5),
    Applicant("Finn Halberg", "finn@example.org", "Europe/Oslo", 47, 9),
)
WAITING = (
    Applicant("Orla Keane", "orla@example.org", "Europe/Dublin", 66),
    Applicant("Torstein Myhre", "torstein@example.org", "Europe/Oslo", 250),
    Applicant("Beatriz Couto", "beatriz@example.org", "Europe/Lisbon", 2 * DAY + 75),
    Applicant("Gunnhild Strand", "gunnhild@example.org", "Europe/Oslo", 6 * DAY + 480),
)
