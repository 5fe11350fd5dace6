"""What Python's own functions and methods do with the data they are given."""

from __future__ import annotations

# The result is the first argument, or made of all of it.
SAME = frozenset(
    """
    requests.compat.urlencode requests.compat.quote
    str repr bytes bytearray int float list tuple set frozenset sorted reversed iter dict format ascii vars
    map filter jsonify copy.copy copy.deepcopy json.dumps json.loads pickle.dumps pickle.loads simplejson.dumps
    simplejson.loads ujson.dumps orjson.dumps orjson.loads yaml.dump yaml.safe_dump urllib.parse.quote
    urllib.parse.quote_plus urllib.parse.urlencode urllib.parse.parse_qs urllib.parse.unquote html.escape
    decimal.Decimal collections.OrderedDict collections.ChainMap types.SimpleNamespace typing.cast dataclasses.asdict
    dataclasses.replace attr.asdict attrs.asdict textwrap.dedent pprint.pformat fastapi.encoders.jsonable_encoder
    flask.jsonify django.forms.models.model_to_dict xmltodict.unparse xmltodict.parse
    """.split()
)
# The same for functions of any library.
SAME_NAMES = frozenset(
    """
    urlencode quote quote_plus dumps dumpb loads model_to_dict jsonify force_str force_text force_bytes smart_str
    smart_text smart_bytes escape mark_safe format_html to_native to_text to_bytes jsonable_encoder
    """.split()
)
# Of these who signs is worth knowing.
SIGNS = frozenset({"django.core.signing.dumps"})
# The result says something about the arguments and is not them.
ABOUT = frozenset(
    """
    len bool isinstance issubclass hash id type any all sum min max range hasattr callable abs round ord divmod
    """.split()
)
# The result is one of what the first argument holds, or what is given instead.
PICKS = frozenset({"next", "random.choice", "secrets.choice", "anext"})
# The same for methods, whoever has them.
SAME_METHODS = frozenset(
    """
    strip lstrip rstrip lower upper title capitalize casefold swapcase replace encode decode expandtabs zfill ljust
    rjust center split rsplit splitlines partition rpartition removeprefix removesuffix translate copy
    dict json model_dump model_dump_json to_dict as_dict asdict toDict _asdict todict to_json to_python read readlines
    getvalue tolist to_representation flatten serialize isoformat strftime hex hexdigest digest get_secret_value
    """.split()
)
ABOUT_METHODS = frozenset(
    """
    isdigit isalpha isalnum isupper islower isspace isnumeric isdecimal startswith endswith count index find rfind keys
    is_valid has_key __len__ exists full_clean
    """.split()
)
# Calls that call a function later, with the arguments behind it: by the position of the function.
HANDS_ON = {
    "functools.partial": 0,
    "asyncio.to_thread": 0,
    "anyio.to_thread.run_sync": 0,
    "starlette.concurrency.run_in_threadpool": 0,
}
HANDS_ON_METHODS = {
    "submit": 0,
    "add_task": 0,
    "run_in_executor": 1,
    "call_soon": 0,
    "call_later": 1,
    "enqueue": 0,
    "enqueue_in": 1,
    "enqueue_at": 1,
    "async_task": 0,
}
# Calls that are given a function and all its arguments by these names: threading.Thread(target=note, args=(number,)).
HANDS_ALL_ON = frozenset({"target", "func"})
# Methods of a task that call it, with the same arguments, and with all its arguments as one.
CALLS_ITSELF = frozenset({"delay", "adelay", "s", "si", "defer", "send", "call_local"})
CALLS_WITH = frozenset({"apply_async", "send_with_options"})
# The result is what a request or an answer carries, under the name of the attribute that says the same.
BODIES = {"get_json": "json", "get_data": "data", "json": "json", "form": "form", "body": "body", "text": "text"}
# Attributes of a request that are mappings by their names.
MAPPINGS = frozenset({"POST", "GET", "form", "args", "COOKIES", "headers"})
REQUESTS = frozenset({"request", "req", "response", "resp", "res"})
# The result is the component of that name.
LOOKUPS = frozenset({"get", "pop", "getlist", "setdefault", "__getitem__", "getfirst", "get_argument", "getone"})
# What these make has the columns that it is made with.
TABLES = frozenset({"DataFrame", "from_records", "from_dict", "read_csv", "read_excel", "read_sql", "read_sql_query"})
# The arguments become elements of the receiver, or its components.
ADDS = frozenset({"append", "add", "insert", "extend", "appendleft", "push"})
MERGES = frozenset({"update"})
