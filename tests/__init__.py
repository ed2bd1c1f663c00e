"""The proof: mirrors the rooms, plus journeys, races, browser and house."""
