"""All of Typst: fonts, templates, one compiler; what the site asks to be printed."""
