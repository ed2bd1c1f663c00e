"""The proof: mirrors the packages, plus journeys, races, browser and house."""
