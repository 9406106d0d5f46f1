"""Has an editable install bring Voila's template, too; pyproject.toml describes the project.

setuptools copies data files for `pip install -e` where its distribution says that it "has
data", and never says so: the method is called `has_data_files` there (seen with setuptools 77
to 84).
"""

from setuptools import Distribution, setup


class DistributionWithData(Distribution):
    """Says by both names whether there are data files."""

    def has_data(self):
        return self.has_data_files()


setup(distclass=DistributionWithData)
