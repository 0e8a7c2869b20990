"""Who, what counts, what happened and what follows: records and rules in the order of the assessment year.

Every app has the same files: models (what is), states (transitions), policies (who may, when),
queries (reads) and services (writes). A missing file means that the app has none.
"""
