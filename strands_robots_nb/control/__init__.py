"""One fixed-rate loop for everything that moves, with its sources, its safety chain and its software stop."""
