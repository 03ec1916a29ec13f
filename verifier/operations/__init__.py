"""What keeps the data folder safe over the years: a backup of everything, and its way back."""
