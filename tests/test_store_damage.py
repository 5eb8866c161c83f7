"""Files of a store that are gone or cut short: what is wrong and what mends it is said, and no figure is lost."""

import shutil
from contextlib import suppress

import pytest

from dualwatch import doctor
from dualwatch.model import DualwatchError
from dualwatch.store import Store, Unreadable
from tests.conftest import project
from tests.given import paid

ROLL = {"projects": [project("p"), project("q")], "execution": [paid("p", 100, 1), paid("q", 20, 1)]}


@pytest.fixture(scope="module")
def published(make_store):
    return make_store(ROLL)


@pytest.fixture
def store(published, tmp_path):
    """A copy of the published store, to be damaged."""
    return Store(shutil.copytree(published.path, tmp_path / "store"))


def spent(store):
    return sum(row["paid"] for row in store.rows("overview/totals"))


def own_file(store):
    return store.files(store.current()).own


def year_file(store):
    return store.files(store.current()).years[0]


def remove(path):
    path.unlink()


def shorten(path, missing):
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - missing)


def empty(path):
    path.write_bytes(b"")


def scribble(path):
    path.write_text("not a database, " * 4096, encoding="utf-8")


@pytest.mark.parametrize("damage", [remove, empty, scribble])
@pytest.mark.parametrize("file_of", [own_file, year_file])
def test_a_damaged_version_is_built_again_from_its_batches(store, file_of, damage):
    before, broken = store.current(), file_of(store)
    damage(broken)
    with pytest.raises(Unreadable, match=f"{broken.name}.*dualwatch rebuild"):
        spent(store)

    said = store.renew("甲").sentence

    assert said.startswith(f"{broken.name} 缺失或损坏，已从批次重建，现用版本 {store.current().name}。")
    assert (spent(store), store.current().content) == (120, before.content)
    assert [version.name for version in store.versions()] == [store.current().name]
    assert broken.with_suffix(".damaged").exists() is (damage is not remove)


@pytest.mark.parametrize("share", [0, 0.5])
@pytest.mark.parametrize("file_of", [own_file, year_file])
def test_a_file_cut_short_is_built_again_though_no_question_misses_the_rest_yet(store, file_of, share):
    """Of half a file, and of one that lacks its last byte, an answer is right or refused."""
    broken = file_of(store)
    shorten(broken, 1 + int(share * broken.stat().st_size))
    with suppress(Unreadable):
        assert spent(store) == 120

    assert store.renew("甲").sentence.startswith(f"{broken.name} 缺失或损坏")
    assert spent(store) == 120


def test_the_doctor_names_what_is_damaged(store):
    def found():
        return next(finding for finding in doctor.examine(store) if finding.what == "数据")

    assert found().works
    shorten(year_file(store), 1)

    assert not found().works
    assert found().seen.endswith(f"缺失或损坏：{year_file(store).name}：运行 python -m dualwatch rebuild")


def test_a_sound_version_is_not_built_again(store):
    before = store.current()

    assert store.renew("甲").version == before
    assert not list(store.path.rglob("*.damaged"))


@pytest.mark.parametrize("written", ["", "nothing", "000009-abcdefabcdef", "\udcff"])
def test_a_pointer_to_nothing_names_the_versions_and_is_put_right(store, written):
    kept = store.current().name
    store.pointer.write_bytes(written.encode("utf-8", "surrogateescape"))

    with pytest.raises(Unreadable, match=f"CURRENT 指向的版本.*现有：{kept}.*dualwatch publish"):
        spent(store)
    store.point_to(kept)

    assert spent(store) == 120


@pytest.mark.parametrize("written", ["{", "[]", '{"name": "x"}'])
def test_a_manifest_that_cannot_be_read_is_named(store, written):
    manifest = own_file(store).with_suffix(".json")
    manifest.write_text(written, encoding="utf-8")

    with pytest.raises(Unreadable, match=f"版本清单 {manifest} 损坏"):
        spent(store)


@pytest.mark.parametrize("name", ["manifest.json", "execution.parquet"])
@pytest.mark.parametrize("damage", [remove, empty, scribble])
def test_a_damaged_batch_stops_a_build_and_is_named(store, name, damage):
    (batch,) = store.batches_in_force()
    own_file(store).unlink()
    damage(batch.folder / name)

    with pytest.raises(DualwatchError, match=f"批次 {batch.name} 的 .* 缺失或损坏，现用版本没有改变"):
        store.renew("甲")

    assert store.pointer.read_text(encoding="utf-8").strip() == store.current().name
    assert not list(store.staging_path.iterdir())


def test_a_counter_that_cannot_be_read_says_what_to_write(store):
    (store.path / "sequence").write_text("x", encoding="utf-8")
    own_file(store).unlink()

    with pytest.raises(Unreadable, match=r"sequence 里应是用过的最大编号.*写入 2"):
        store.renew("甲")
