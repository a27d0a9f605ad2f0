"""What office files share: archives, packages, charts, formulae, old formats."""
