"""The bureau's desk (财政部门汇总审核): many files checked into one result, spread over processes by Dask, resumable.

``sources`` finds the files, ``read_one`` checks one of them in a worker, ``outcome_store`` keeps what came of it,
``engine`` spreads the work; ``tables`` makes the Parquet tables, ``summaries`` and ``patterns`` what the whole shows,
``result_workbook``, ``result_page`` and ``unit_page`` write it for people.
"""
