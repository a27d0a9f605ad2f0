"""What the entity routes and pages share: finding, parameters, shapes of answers."""
