"""Launcher of the dashboard: `streamlit run server.py` serves app.py."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from components.language import Chinese
from dualwatch import intake  # noqa: F401  imported before readers come: first visits side by side met it half done
from dualwatch.settings import settings

# A folder pages/ beside app.py puts Streamlit into its old page mode until st.navigation has run once, and the
# first deep link after a start then opens an English "Page not found". The pages here are named in app.py alone.
PagesManager.uses_pages_directory = False
# One limit for the browser, the server and the load.
config.set_option("server.maxUploadSize", settings().max_upload_mb)

app = st.App("app.py", middleware=[Middleware(Chinese)])
