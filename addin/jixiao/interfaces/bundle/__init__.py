"""What an office PC without internet needs, in one folder: workbooks, wheels, a setup script, the manual.

Nothing here uses the network: the wheels are collected beforehand (``make wheels``) and checked here for completeness.
"""

from jixiao.interfaces.bundle.assemble import write_bundle
from jixiao.interfaces.bundle.wheels import WheelError

__all__ = ["WheelError", "write_bundle"]
