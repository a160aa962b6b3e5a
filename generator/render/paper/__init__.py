"""Paper: the yearbook, posters and signs as PDFs to be typeset. Pure, as all views are."""

from generator.model.site import Site


def prints(site: Site) -> bool:
    """Whether the site asks for any PDF: only then need the machine's fonts be known."""
    posts = any(pledge.post for year in site.pledges for pledge in year.pledges)
    return bool(site.settings.yearbook) or posts or any(m.poster for m in site.maxims)
