"""编稿: from the first question before a number is given to the closing of a round."""
