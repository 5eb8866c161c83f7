"""数据导入: the batches listed below, withdrawn or rolled back with a reason."""

from tests.pages import uploads
from tests.pages.intake_steps import confirmed, table


def test_batches_are_listed_and_one_is_withdrawn_with_a_reason(send, own_store):
    app = send(own_store, {"支付9月.xlsx": uploads.payments()})
    confirmed(app).button(key="publish").click()
    app.run().button(key="load_more").click()
    app.run()
    batches = table(app, "sources")
    assert list(batches["received"]) == [12, 147]
    assert [marks[0] for marks in batches["state"]] == ["✓ 在用", "✓ 在用"]

    app.button(key="withdraw").click()
    app.run().button(key="withdraw_now").click()
    app.run()
    assert len(own_store.batches_in_force()) == 2
    app.button(key="withdraw").click()
    app.run().text_input(key="withdrawal_reason").set_value("导错了月份")
    app.button(key="withdraw_now").click()
    app.run()

    assert "已撤回批次" in app.success[0].value
    batches = table(app, "sources")
    assert [marks[0] for marks in batches["state"]] == ["↩ 已撤回", "✓ 在用"]
    assert batches["reason"].iloc[0] == "导错了月份"


def test_an_older_version_is_put_in_force_with_a_reason(send, own_store):
    before = own_store.current()
    app = send(own_store, {"支付9月.xlsx": uploads.payments()})
    confirmed(app).button(key="publish").click()
    app.run().button(key="load_more").click()
    app.run().button(key="return").click()
    app.run().text_input(key="return_reason").set_value("先用 8 月的数")
    app.button(key="return_now").click()
    app.run()

    assert own_store.current() == before
    events = table(app, "version")
    assert (events["reason"].iloc[0], events["version"].iloc[0]) == ("先用 8 月的数", before.name)
