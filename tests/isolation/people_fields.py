"""Fields of the forms about people that carry plain values, and no row's name."""

PLAIN = frozenset(
    """additional_name addresses affiliations after birthday city column country customs day day_first department
    emails encoding events extended family_name file given_name label links met_how met_precision met_through month
    more nickname organization phones po_box postal_code prefix pronunciation region since source_note street suffix
    takes_file until value year""".split()
)
