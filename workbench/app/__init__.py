"""The Streamlit app: pages, JSON routes and components over ``workbench.workflow``."""
