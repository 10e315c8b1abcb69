"""Words that more than one way of sharing looks for."""

from __future__ import annotations

import re

HAN = re.compile("[\u4e00-\u9fff]")


CONTROLLED = re.compile("已控制|控制良好|稳定|病情稳定|已缓解|已治愈")
