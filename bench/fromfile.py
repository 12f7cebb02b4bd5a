"""Loads the configs named on standard input with MMEngine, one after the other. Those it refuses count too."""
import sys
import warnings

warnings.filterwarnings('ignore')
from mmengine.config import Config  # noqa: E402

for path in sys.stdin.read().splitlines():
    try:
        Config.fromfile(path, import_custom_modules=False)
    except Exception:  # noqa: BLE001
        pass
