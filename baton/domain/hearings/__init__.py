"""现场考评: units report on a stage and are scored on the spot by people with paper slips."""
