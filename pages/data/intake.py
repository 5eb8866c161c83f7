"""数据导入: what came in, what is wrong with it, what will it change, and shall it be published?"""

import streamlit as st

from components import (
    cards,
    intake_batches,
    intake_check,
    intake_columns,
    intake_compare,
    intake_job,
    intake_progress,
    intake_publish,
    intake_sheets,
    intake_upload,
    intake_words,
)

cards.page_header("数据导入")
drawn = intake_progress.standing(job := intake_job.opened())
intake_job.told()
intake_job.steps(job)
if job is None:
    intake_upload.begin()
    intake_batches.known()
    intake_batches.history()
    st.stop()
if intake_columns.asked():
    with cards.guarded("intake/columns"):
        intake_columns.maker(job)
    st.stop()

state, check, compared = drawn[0], job.check, job.comparison
if state == "running":
    intake_progress.running(drawn)
elif state == "failed":
    intake_progress.failed(job)
elif state == "published":
    intake_publish.done(job)
if check is None:
    st.stop()
cards.sentence(intake_words.check_sentence(check))
intake_check.figures(check)
unknown = intake_words.unknown(check)
if unknown:
    intake_sheets.recognised(job, check)
left, right = st.columns([1.15, 1], gap="small")
with left:
    intake_check.problems(job, check)
with right:
    intake_check.controls(check)
    intake_compare.totals(compared, state)
if not unknown:
    intake_sheets.recognised(job, check)
if compared:
    intake_compare.details(compared)
if state == "ready":
    intake_publish.decide(job, check)
elif state == "checked":
    intake_publish.nothing(job)
