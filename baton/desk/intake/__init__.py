"""收件台: what a lead unit owes, the sheet it is sent, what comes back, and what is asked about it."""
