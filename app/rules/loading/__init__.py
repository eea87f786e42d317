"""From a policy file to a policy, or all that is wrong with it."""
