"""数据导入: layouts that no format knows, matched on the page, brought along, or broken."""

from dualwatch.intake import guess, mapping_files
from tests.pages import uploads
from tests.pages.intake_steps import INTAKE, settled, table


def test_a_layout_of_ones_own_is_matched_on_the_page(send, own_store):
    app = send(own_store, {"拨付台账.xlsx": uploads.ledger()})
    assert "没有认出：拨付台账.xlsx" in app.warning[-1].value
    app.button(key="match_columns").click()
    app.run()
    fields = {box.label: box for box in app.selectbox if box.label.endswith(" 对应")}
    assert fields["项目编号 对应"].value == "pro_code"
    assert "还缺" in app.warning[-1].value

    assert fields["资金本期拨付 对应"].value == "paid"
    fields["资金结余 对应"].set_value("")
    app.run()
    next(box for box in app.text_input if box.label == "预算年度").set_value("2026")
    next(box for box in app.selectbox if box.label == "月份").set_value(9)
    app.run()
    assert list(table(app, "paid")["paid"]) == [100_000] * 10
    app.button(key="save_mapping").click()
    settled(app.run())

    assert app.subheader[0].value == "收到 12 行：可入库 11 行，退回 1 行；金额已全部交代，差额 0.00 元。"
    assert [path.suffix for path in (own_store.path / "mappings").iterdir()] == [".toml"]


def test_a_layout_of_another_office_comes_along_with_the_file(send, own_store):
    choice = guess.Choice(
        "execution", {"pro_code": "项目编号", "mof_div_code": "所在县区代码", "paid": "资金本期拨付"},
        {"fiscal_year": 2026, "month": 9},
    )  # fmt: skip
    layout = mapping_files.to_toml(guess.as_mapping("拨付台账", [choice], unit="万元", depth=2)).encode()

    app = send(own_store, {"拨付台账.toml": layout, "拨付台账.xlsx": uploads.ledger()})

    assert app.subheader[0].value.startswith("收到 12 行：可入库 11 行，退回 1 行")


def test_a_layout_that_is_none_is_refused(own_store, open_app):
    app = open_app(own_store.path, INTAKE)
    app.file_uploader(key="intake_files").upload("坏.toml", "不是版式".encode())
    app.run().button(key="check_files").click()
    app.run()

    assert app.error[0].value == (
        "映射文件“坏.toml”不是有效的 TOML（第 1 行第 1 个字符起读不懂）：请用原来的文件，或在页面上重新对列。"
    )
    assert not (own_store.path / "mappings").exists()


def test_a_mapping_that_cannot_be_read_is_said_and_spoils_nothing(own_store, open_app):
    (own_store.path / "mappings").mkdir()
    (own_store.path / "mappings" / "坏.toml").write_text("不是 TOML", encoding="utf-8")

    app = open_app(own_store.path, INTAKE)

    assert not app.exception
    assert "坏.toml" in app.warning[-1].value


def test_what_columns_about_persons_hold_is_shown_nowhere(send, own_store):
    secret = "371003199001011234"
    rows = [["编号", "名称", "身份证号", "拨付"], *([f"Q{number}", "补助", secret, 10] for number in range(1, 4))]
    app = send(own_store, {"补助.xlsx": uploads.workbook("补助", rows)})
    app.button(key="match_columns").click()
    app.run()

    assert list(table(app, "C")["C"]) == ["身份证号", "不读", "不读", "不读"]
    assert secret not in "".join(element.value for element in app.markdown)
    assert not [box for box in app.selectbox if box.label == "身份证号 对应"]


def test_the_region_of_a_whole_sheet_is_chosen_by_name(send, own_store):
    rows = [
        ["编号", "名称", "本月拨付（万元）"],
        *([f"Q{number}", f"青岚培训{number}期", 10] for number in range(1, 4)),
    ]
    app = send(own_store, {"青岚.xlsx": uploads.workbook("青岚", rows)})
    app.button(key="match_columns").click()
    app.run()

    region = next(box for box in app.selectbox if box.label == "财政区划")
    assert region.options == ["990100 云州市", "990101 青岚区", "990112 芦川县"]
    assert region.value is None
