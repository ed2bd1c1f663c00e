"""Fields of the forms about people that carry plain values, and no row's name."""

PLAIN = frozenset(
    """additional_name addresses affiliations birthday customs day department emails events extended family_name
    given_name label links met_how met_precision met_through month more nickname organization phones po_box
    postal_code prefix pronunciation region since source_note street suffix until value year city country""".split()
)
