"""The script Streamlit runs, in a folder of its own: beside it, ``pages/`` would be taken for
Streamlit's old kind of pages, each run as a script.
"""
