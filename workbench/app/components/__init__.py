"""Components of the app that Streamlit does not have."""
