"""Random rule books and facts on which the engine and the offline verifier must agree.

`python -m tests.fuzz --books 100000` compares them; `books.case(seed)` makes one case.
"""
