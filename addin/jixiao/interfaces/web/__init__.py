"""The page: everything jixiao does without installation, in one HTML file that opens by double click."""
