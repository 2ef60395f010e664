"""How secrecy is judged; knows no asset."""
