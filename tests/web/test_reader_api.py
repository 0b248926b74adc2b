"""The Google Reader API, asked as the clients' documents say: Reeder and ReadKit, NetNewsWire, FeedMe."""

import json
from urllib.parse import quote, urlencode

import pytest

from infostreamer.web.reader_api.names import decimal_id, long_id, number_of, numbers_in, stream_of

READ, STARRED, ALL = (f"user/-/state/com.google/{name}" for name in ("read", "starred", "reading-list"))


class App:
    """A reading app: logs in once, then sends the key with every request."""

    def __init__(self, site, name="anyone", password="anything"):  # noqa: S107
        self.site = site
        form = urlencode({"Email": name, "Passwd": password, "client": "an app", "service": "reader"})
        self.login = site.ask("POST", "/accounts/ClientLogin", form, self.form_headers())
        lines = dict(line.split("=", 1) for line in self.login.text.splitlines() if "=" in line)
        self.key = lines.get("Auth", "")

    @staticmethod
    def form_headers():
        return {"content-type": "application/x-www-form-urlencoded"}

    def headers(self):
        return {"authorization": f"GoogleLogin auth={self.key}"}

    def get(self, path, **query):
        asked = f"?{urlencode({'output': 'json', **query}, doseq=True)}"
        return self.site.ask("GET", f"/reader/api/0/{path}{asked}", None, self.headers())

    def read(self, path, **query):
        answer = self.get(path, **query)
        assert answer.status == 200, answer.text
        return json.loads(answer.text)

    def post(self, path, **form):
        token = self.get("token").text.strip()
        body = urlencode({"T": token, **form}, doseq=True)
        return self.site.ask("POST", f"/reader/api/0/{path}", body, {**self.headers(), **self.form_headers()})

    def ids(self, **query):
        return [row["id"] for row in self.read("stream/items/ids", **{"s": ALL, **query})["itemRefs"]]


@pytest.fixture(scope="module")
def app(demo):
    return App(demo)


def test_a_whole_session_of_a_client_that_syncs_by_ids(app):
    assert app.login.status == 200
    assert len(app.get("token").text.strip()) == 57
    assert app.read("user-info")["userId"] == "owner"
    feeds = {row["id"] for row in app.read("subscription/list")["subscriptions"]}
    assert all(row["url"].startswith("http") for row in app.read("subscription/list")["subscriptions"])

    unread = app.ids(n=1000, xt=READ)
    assert unread == app.ids(n=1000)
    assert app.read("unread-count")["max"] == len(unread)

    answer = app.post("stream/items/contents", i=unread[:3], output="json")
    items = json.loads(answer.text)["items"]
    assert [item["id"] for item in items] == [f"tag:google.com,2005:reader/item/{int(one):016x}" for one in unread[:3]]
    assert {item["origin"]["streamId"] for item in items} <= feeds
    assert all("achine-compiled, not reviewed" in item["summary"]["content"] for item in items)
    assert all("#:~:text=" in item["summary"]["content"] for item in items)

    assert app.post("edit-tag", i=unread[0], a=READ).text == "OK"
    assert app.post("edit-tag", i=items[1]["id"], a=STARRED).text == "OK"
    assert app.ids(n=1000, xt=READ) == unread[1:]
    assert app.ids(s=READ) == unread[:1]
    assert app.ids(s=STARRED) == unread[1:2]
    marked = app.read(f"stream/contents/{quote(STARRED, safe='')}")["items"][0]
    assert STARRED in marked["categories"]

    assert app.post("edit-tag", i=unread[0], r=READ).text == "OK"
    assert app.post("edit-tag", i=items[1]["id"], r=STARRED).text == "OK"
    assert app.ids(n=1000, xt=READ) == unread
    assert app.ids(s=STARRED) == []


def test_pages_follow_each_other_without_gap_or_repeat_in_both_directions(app):
    everything = app.ids(n=1000)
    for order, wanted in (("n", everything), ("o", everything[::-1])):
        found, following = [], ""
        while True:
            page = app.read("stream/items/ids", s=ALL, n=2, r=order, **({"c": following} if following else {}))
            found += [row["id"] for row in page["itemRefs"]]
            following = page.get("continuation", "")
            if not following:
                break
            assert following.isdigit()
        assert found == wanted


def test_times_cut_a_stream(app):
    rows = app.read("stream/items/ids", s=ALL, n=1000)["itemRefs"]
    newest = int(rows[0]["timestampUsec"]) // 1_000_000
    newer, older = app.ids(ot=newest, n=1000), app.ids(nt=newest, n=1000)
    assert newer
    assert older
    assert newer + older == [row["id"] for row in rows]


def test_everything_is_marked_as_read_up_to_a_time_and_no_further(demo):
    app = App(demo)
    rows = app.read("stream/items/ids", s=ALL, n=1000)["itemRefs"]
    newest = int(rows[0]["timestampUsec"])
    assert app.post("mark-all-as-read", s=ALL, ts=newest - 1).text == "OK"
    left = app.ids(n=1000, xt=READ)
    assert left == [row["id"] for row in rows if int(row["timestampUsec"]) == newest]
    for one in app.ids(s=READ, n=1000):
        app.post("edit-tag", i=one, r=READ)


def test_a_dossier_is_a_label(demo):
    demo.desk.add_dossier("Rails & roads", "strike OR railway")
    app = App(demo)
    label = "user/-/label/Rails & roads"
    assert label in {row["id"] for row in app.read("tag/list")["tags"]}
    held = app.read(f"stream/contents/{quote(label, safe='')}", n=50)["items"]
    assert held
    assert all(label in item["categories"] for item in held)
    assert app.post("edit-tag", i=held[0]["id"], a=label).status == 400
    demo.desk.remove_dossier("rails-roads")


def test_a_saved_search_is_a_feed(demo):
    saved = demo.desk.save_search("Rails", "strike OR railway")
    app, feed = App(demo), f"feed/search-{saved.name}"
    assert feed in {row["id"] for row in app.read("subscription/list")["subscriptions"]}
    assert app.ids(s=feed) == app.ids(s="user/-/label/Searches") != []
    counts = {row["id"]: row["count"] for row in app.read("unread-count")["unreadcounts"]}
    assert counts[feed] == len(app.ids(s=feed, xt=READ))
    demo.desk.remove_search(saved.name)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("stream/items/ids", {"s": "nonsense"}, 400),
        ("stream/items/ids", {"s": ALL, "n": "many"}, 400),
        ("stream/items/ids", {"s": ALL, "c": "00"}, 400),
        ("stream/contents/user/-/label/Nobody", {}, 400),
        ("stream/items/contents", {"i": "tag:google.com,2005:reader/item/xyz"}, 400),
        ("no/such/thing", {}, 404),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(app, path, query, status):
    answer = app.get(path, **query)
    assert answer.status == status
    assert answer.text.strip().endswith(".")


def test_without_the_key_nothing_is_read_or_written(demo, app):
    unread = app.ids(n=1000, xt=READ)
    assert demo.get("/reader/api/0/user-info").status == 401
    body = urlencode({"i": unread[0], "a": READ})
    assert demo.ask("POST", "/reader/api/0/edit-tag", body, App.form_headers()).status == 401
    foreign = {**app.headers(), **App.form_headers(), "origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert demo.ask("POST", "/reader/api/0/edit-tag", body, foreign).status == 403
    assert app.ids(n=1000, xt=READ) == unread


def test_one_request_does_no_more_than_an_app_may_mean(app, demo):
    unread = app.ids(n=1000, xt=READ)
    writes = demo.desk.store.unit
    done: list[int] = []

    def counted(**given):
        done.append(1)
        return writes(**given)

    demo.desk.store.unit = counted
    try:
        assert app.post("edit-tag", i=unread, a=[STARRED] * 500).text == "OK"
        assert len(done) <= 2
        assert app.post("edit-tag", i=unread, r=[STARRED, READ] * 500).text == "OK"
        assert len(done) <= 6
    finally:
        del demo.desk.store.unit
    assert app.ids(s=STARRED) == []
    assert app.get("stream/items/ids", s=ALL, xt=[f"feed/{number}" for number in range(21)]).status == 400
    assert app.get("stream/items/ids", s=ALL, xt=["feed/x"] * 400).status == 200


def test_item_ids_are_read_in_every_form_that_clients_send():
    for story_id in ("7325163263f1511b", "b970241f2b09131b", "00000000000000ff", "1234567890123456"):
        number = number_of(story_id)
        assert 0 <= number < 2**63
        for given in (long_id(story_id), decimal_id(story_id), f"{number:x}", f"{number:016x}"):
            assert number in numbers_in(given)
        assert numbers_in(long_id(story_id))[0] == number
    assert numbers_in(f"tag:google.com,2005:reader/item/{0x7325163263F1511B}") == (0x7325163263F1511B,)
    assert numbers_in("tag:google.com,2005:reader/item/2f2") == (0x2F2,)
    assert numbers_in("feed/1") == numbers_in("-1") == numbers_in("9" * 19) == ()
    assert stream_of("user/1005921515/state/com.google/read") == stream_of(READ)


def test_a_client_that_turns_ids_into_bare_hexadecimal_and_sends_times_with_a_fraction(app):
    """As NetNewsWire does: `ot` from a floating-point clock, contents by unpadded and marks by padded hexadecimal."""
    unread = app.ids(ot="1700000000.123456", n=10000, xt=READ)
    numbers = [int(one) for one in unread]
    items = json.loads(app.post("stream/items/contents", i=[f"{number:x}" for number in numbers]).text)["items"]
    assert [int(item["id"].rpartition("/")[2], 16) for item in items] == numbers
    assert app.post("edit-tag", i=[f"{number:016x}" for number in numbers[:2]], a=READ).text == "OK"
    assert app.ids(n=10000, xt=READ) == unread[2:]
    assert app.post("edit-tag", i=[f"{number:016x}" for number in numbers[:2]], r=READ).text == "OK"
    assert app.login.text.count("=") == 3  # the lines are split at every equals sign


def test_an_account_logs_in_with_its_password_or_a_token_and_sees_its_own_marks(demo):
    before = App(demo).ids(n=1000, xt=READ)
    demo.desk.add_user("ana", "admin", password="a long and quiet sentence")  # noqa: S106
    demo.desk.add_user("bob", "reader", password="another long and quiet one")  # noqa: S106
    try:
        assert App(demo, "ana", "wrong").login.status == 401
        assert demo.get("/reader/api/0/user-info", authorization="GoogleLogin auth=owner/no-login").status == 401
        ana, bob = App(demo, "ana", "a long and quiet sentence"), App(demo, "bob", "another long and quiet one")
        assert bob.read("user-info")["userName"] == "bob"
        assert bob.post("edit-tag", i=before[0], a=READ).text == "OK"
        assert before[0] not in bob.ids(n=1000, xt=READ)
        assert before[0] in ana.ids(n=1000, xt=READ)
        _, key = demo.desk.add_token("bob", "read")
        reading = App(demo, "bob", key)
        assert before[0] in reading.ids(s=READ)
        assert reading.post("edit-tag", i=before[1], a=READ).status == 403
        assert App(demo, "ana", key).login.status == 401
        assert ana.post("subscription/edit", ac="subscribe", s="feed/http://127.0.0.1:1/x").status == 403
    finally:
        demo.desk.remove_user("bob")
        demo.desk.remove_user("ana")
