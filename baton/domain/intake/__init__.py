"""收件台: the sheets lead units owe, what they sent, what was odd, what was decided."""
