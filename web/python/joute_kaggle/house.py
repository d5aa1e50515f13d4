"""The house this wheel was downloaded from."""

SERVER = ""
