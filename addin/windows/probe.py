"""Whether the Python that runs this can carry the program: ``python probe.py 3.13 3.12 3.11`` .

Prints where it is and, if it cannot be used, why; the exit code is 0 if it can.
Any Python on the PC may run this, an old one too: nothing here needs more than 3.6.
"""

import os
import sys
import sysconfig


def obstacle(versions: "list[str]") -> str:
    """Why this Python cannot be used, or an empty text."""
    if f"{sys.version_info[0]}.{sys.version_info[1]}" not in versions:
        return "版本不合适，需要 " + "、".join(versions)
    if sysconfig.get_platform() != "win-amd64":
        return "不是 64 位（x64）的 Windows 版：" + sysconfig.get_platform()
    if "WindowsApps" in sys.base_prefix:  # what it writes to %LOCALAPPDATA% lands where Excel does not look
        return "是微软商店的版本"
    if not os.path.isdir(os.path.join(os.path.dirname(os.__file__), "ensurepip")):
        return "不完整（没有 ensurepip，如 embeddable 版）"
    return ""


if __name__ == "__main__":
    reason = obstacle(sys.argv[1:])
    print(sys.version.split()[0], sys.executable, reason or "可用")
    sys.exit(bool(reason))
