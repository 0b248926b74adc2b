"""Stories and reports -> the machine contract `infostreamer/compile/1`."""

from infostreamer.deliver.contract import compiled_to_json, report_to_json, story_to_json

__all__ = ["compiled_to_json", "report_to_json", "story_to_json"]
