"""Points the official Kaggle clients of this Python environment at a Joute server, over verified TLS.

Loaded at every start of the interpreter by ``joute_kaggle.pth``; it only sets two variables and waits for the client to
be imported. ``JOUTE_KAGGLE=off`` in the environment switches it off, and the clients speak to Kaggle again.

What holds: either a client speaks to the house, or its import fails with a reason. It never falls back to another host.
"""

import importlib.abc
import importlib.machinery
import os
import sys

_CLIENT_MODULE = "kagglesdk.kaggle_env"


def server():
    """The root address of the house, without a slash at the end."""
    from joute_kaggle import house

    return os.environ.get("JOUTE_CLIENT_SERVER", house.SERVER).rstrip("/")


def activate():
    """Makes every client that is imported from now on speak to the house."""
    if os.environ.get("JOUTE_KAGGLE", "").lower() == "off" or not server():
        return
    # kaggle 1.5 and 1.6 and kagglehub up to 0.3 read this; the others ignore it and are met at their import.
    os.environ["KAGGLE_API_ENDPOINT"] = server()
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(importlib.abc.MetaPathFinder):
    """Finds nothing itself: lets the others find the client's module and has its addresses replaced."""

    def find_spec(self, name, path=None, target=None):
        if name != _CLIENT_MODULE:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(importlib.abc.Loader):
    def __init__(self, loader):
        self._loader = loader

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        redirect(module, server())


def redirect(module, base):
    """Replaces the addresses that the client's module knows, whatever environment it is told."""
    try:
        addresses, names = module._env_to_endpoint, module.KaggleEnv
        speaks_rpc = hasattr(names, "TEST")
        for name in names:
            addresses[name] = base
        if speaks_rpc:
            # These versions append "/v1/..." to the address of PROD, and "/api/v1/..." to that of LOCAL.
            addresses[names.PROD] = base + "/api"
            os.environ["KAGGLE_API_ENVIRONMENT"] = "LOCALHOST"
        else:
            # kaggle 1.7 prints every request with its key unless it believes to be in PROD.
            os.environ.pop("KAGGLE_API_ENVIRONMENT", None)
        if not module.get_endpoint(module.get_env()).startswith(base):
            raise AttributeError("the address did not change")
    except AttributeError as error:
        raise ImportError(
            "joute_kaggle does not know this version of the Kaggle client, and stops before anything is sent to "
            "another host ({}). Use `joute kaggle -- ...` instead, or set JOUTE_KAGGLE=off to reach Kaggle.".format(error)
        ) from error
