"""Hostile requests made from the OpenAPI document: no server error, and every answer is of its schema."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from infostreamer.web.api import openapi

pytestmark = pytest.mark.timeout(600)
_FETCHES = "add-source"  # a hostile address would be asked for; tested with a local server in test_api_writes.py


# A schema cannot say which queries and cursors are well formed; who may call what is tested in test_api_access.py.
_ELSEWHERE = [positive_data_acceptance, ignored_auth]
SCHEMA = schemathesis.openapi.from_dict(json.loads(openapi.encoded())).exclude(operation_id=_FETCHES)


@pytest.fixture(scope="module")
def key(demo):
    demo.desk.add_user("editor.one", "admin", password=None)
    return demo.desk.add_token("editor.one", "admin")[1]


@SCHEMA.parametrize()
@settings(max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_the_document_says(case, demo, key):
    case.call_and_validate(
        base_url=demo.address.rstrip("/"), headers={"authorization": f"Bearer {key}"}, excluded_checks=_ELSEWHERE
    )
