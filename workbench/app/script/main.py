"""The script that Streamlit runs for every page; see ``frame`` for what it draws."""

from workbench.app.frame import draw

draw()
