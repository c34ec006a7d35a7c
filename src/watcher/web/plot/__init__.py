"""Charts as places on a drawing: templates make SVG of them, a style sheet their looks.

A drawing is plain values, so that it prints, scales, follows light and dark, and is
read by whoever cannot see it. Series differ by mark and dash, not by colour alone.
"""
