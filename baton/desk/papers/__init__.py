"""出材料: what the records say, gathered into the papers an office hands out."""
