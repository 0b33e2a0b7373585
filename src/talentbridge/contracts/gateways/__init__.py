"""The machines around a contract: the typesetter that makes the PDF, and the seal."""
