"""The map on the screen: base map painted with pan and zoom, and pins that can be dragged."""
