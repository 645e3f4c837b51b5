# The rules of packaging/dev/lint, for any POSIX awk. One pass over all files; a C++ file is seen twice: as it stands, and with
# comments and the contents of strings taken out.

function report(line, rule, message) {
    if (rule !~ /-size$/ && (raw[line] " " raw[line - 1]) ~ ("lint:allow " rule ": *[^ ]")) return
    print path ":" line ": " rule ": " message
    findings++
}

# ---- the arrow table, the very one that CMake reads ----
function read_arrows(    line, words, count, i) {
    while ((getline line < arrows) > 0) {
        if (line !~ /^set\((ARROWS|PREFIX)_/) continue
        gsub(/set\(|[")]/, "", line)
        count = split(line, words, " ")
        if (words[1] ~ /^PREFIX_/) { prefix[substr(words[1], 8)] = words[2]; continue }
        for (i = 2; i <= count; i++) may_use[substr(words[1], 8), words[i]] = 1
    }
    close(arrows)
    for (line in prefix) return
    print "lint: no arrow table in " arrows > "/dev/stderr"
    broken = 1
    exit 2
}

function module_of(folder,    module, best) {
    best = ""
    for (module in prefix)
        if (index(folder "/", prefix[module] "/") == 1 && (best == "" || length(prefix[module]) > length(prefix[best])))
            best = module
    return best
}

# ---- one C++ line without comments and contents of strings; state goes from line to line ----
function strip(rest,    out, at, found, number) {
    out = ""
    while (rest != "") {
        if (in_comment) {
            at = index(rest, "*/")
            if (at == 0) return out
            rest = substr(rest, at + 2); in_comment = 0
        } else if (raw_end != "") {
            at = index(rest, raw_end)
            if (at == 0) return out
            rest = substr(rest, at + length(raw_end)); raw_end = ""
        } else if (!match(rest, /\/\/|\/\*|"|\047/)) {
            return out rest
        } else {
            found = substr(rest, RSTART, RLENGTH)
            out = out substr(rest, 1, RSTART - 1)
            rest = substr(rest, RSTART + RLENGTH)
            if (found == "//") return out
            if (found == "/*") { in_comment = 1; continue }
            if (found == "\"" && out ~ /(^|[^A-Za-z0-9_])(u8|u|U|L)?R$/) {
                at = index(rest, "(")
                raw_end = ")" substr(rest, 1, at - 1) "\""
                out = out "\"\""; rest = substr(rest, at + 1)
                continue
            }
            if (found == "\047" && match(out, /[A-Za-z0-9_\047]+$/)) {
                number = substr(out, RSTART)
                if (number ~ /^[0-9]/) { out = out "\047"; continue }   # a digit separator
            }
            out = out found found
            rest = after_literal(rest, found)
        }
    }
    return out
}

function after_literal(rest, quote,    c) {
    while (rest != "") {
        c = substr(rest, 1, 1)
        if (c == "\\") { rest = substr(rest, 3); continue }
        rest = substr(rest, 2)
        if (c == quote) return rest
    }
    return ""
}

# ---- includes ----
function check_include(line, text,    header, folder, other, angled) {
    match(text, /["<][^">]+/)
    header = substr(text, RSTART + 1, RLENGTH - 1)
    angled = substr(text, RSTART, 1) == "<"
    folder = header
    if (!sub(/\/[^\/]*$/, "", folder)) folder = ""
    if (path ~ /\.hpp$/ && header ~ /^(nlohmann\/json\.hpp|boost\/(asio|beast)([.\/]|$))/)
        report(line, "heavy-header", "<" header "> belongs into .cpp files only: it costs every includer seconds")
    if (module == "") return
    other = angled ? "" : module_of(folder)
    if (other != "" && other != module && !((module, other) in may_use))
        report(line, "arrow", "forbidden arrow: module " module " may not include \"" header "\" of module " other)
    if (!pure[module]) return
    if (angled && header ~ /^(boost|openssl|spdlog|CLI|toml\+\+|prometheus|libusb-1\.0|sys|netinet|arpa|linux)\// ||
        angled && header ~ /^(sqlite3|zmq|zmq_addon|libusb|sodium|zstd|pthread|unistd|fcntl|poll|signal|time)\.(h|hpp)$/ ||
        angled && header ~ /^(thread|mutex|shared_mutex|condition_variable|future|stop_token|semaphore|latch|barrier)$/ ||
        angled && header ~ /^(fstream|filesystem|random|ctime|csignal)$/)
        report(line, "banned-include", "<" header "> in module " module ": layers without I/O know no library, thread, file or clock")
    if (header ~ /^nlohmann\// && !(module ~ /^(codec|protocol|hub_core)$/ && (path ~ /\.(cpp|ipp)$/ || header ~ /json_fwd/)))
        report(line, "banned-include", "<" header "> in module " module ": JSON is for .cpp files of codec, protocol and hub_core")
}

# ---- rules on single lines ----
function check_text(line, text) {
    if (text ~ /(^|[^A-Za-z])(TO[D]O|FIX[M]E)([^A-Za-z]|$)/ && text !~ /(TO[D]O|FIX[M]E)\(#[0-9]+\)/)
        report(line, "todo", "an open end needs its issue: TO" "DO(#12)")
    if (text ~ /(^|[^A-Za-z0-9_.*])\/(wor[k]|User[s]|hom[e]\/[a-z]+)\//)
        report(line, "machine-path", "a path of one machine; name it relative to the source tree or by an option")
}

function check_code(line, text) {
    if (path ~ /^tests\// && text ~ /(^|[^A-Za-z0-9_])(sleep_for|sleep_until|usleep|nanosleep|sleep)[ ]*\(/)
        report(line, "sleep", "tests wait for the event, with a deadline, never for time to pass")
    if (text ~ /(class|struct)[ ]+[A-Za-z0-9]*(Util|Utils|Helper|Helpers|Manager)([^A-Za-z0-9_]|$)/)
        report(line, "name", "a name that says nothing; name the thing by what it does")
    if (!pure[module]) return
    if (text ~ /(^|[^A-Za-z0-9_])(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime|getenv|random_device|mt19937)([^A-Za-z0-9_]|$)/ ||
        text ~ /std::(time|rand)[ ]*\(/)
        report(line, "ambient", "layers without I/O are handed time, randomness and settings; they do not fetch them")
    if (module ~ /^(base|domain|ports|usecase|engine|hub_core)$/ && text ~ /(^|[^A-Za-z0-9_])(float|double)([^A-Za-z0-9_]|$)/)
        report(line, "floating-point", "amounts are integers: minor units, points, parts of ten thousand")
}

# ---- functions and catch blocks: a stack of braces ----
function kind_of(before,    outer) {
    outer = depth == 0 ? "file" : kind[depth]
    if (before ~ /(^|[^A-Za-z0-9_])catch[ ]*\(.*\)[ ]*$/) return "catch"
    if (outer != "file" && outer != "scope") return outer == "initialiser" ? outer : "block"
    if (before ~ /(^|[^A-Za-z0-9_])(namespace|extern|class|struct|union|enum)([^A-Za-z0-9_(][^()=]*)?$/) return "scope"
    if (before ~ /=[ ]*$/) return "initialiser"
    if (before ~ /\)/ || before ~ /^[ ]*$/) return "function"
    return "initialiser"
}

function track(line, text,    at, c) {
    if (text ~ /^[ \t]*#/ || continued) { continued = text ~ /\\[ ]*$/; return }
    while (match(text, /[{}();]/)) {
        c = substr(text, RSTART, 1)
        pending = pending substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + 1)
        if (c == "(") { parens++; pending = pending c }
        else if (c == ")") { parens--; pending = pending c }
        else if (c == ";") { if (parens <= 0) { pending = ""; parens = 0 } filled[depth] = 1 }
        else if (c == "{") {
            filled[depth] = 1
            at = kind_of(pending)
            depth++
            kind[depth] = at; opened[depth] = line; filled[depth] = 0; outer_parens[depth] = parens; outer_pending[depth] = pending
            parens = 0; pending = ""
        } else if (depth > 0) {
            if (pending ~ /[^ \t]/) filled[depth] = 1
            if (kind[depth] == "catch" && !filled[depth])
                report(opened[depth], "swallowed", "a catch without a body swallows the error; translate it or let it pass")
            if (kind[depth] == "function" && line - opened[depth] + 1 > 80)
                report(opened[depth], "function-size", "a function of " (line - opened[depth] + 1) " lines; 80 is the limit")
            parens = outer_parens[depth]
            pending = parens > 0 ? outer_pending[depth] : ""
            depth--
        }
    }
    pending = pending text " "
}

# ---- co_await: g++ 12.2 destroys a temporary of such a statement twice ----
function check_awaits(    all, i, at, from, line) {
    all = ""
    for (i = 1; i <= lines; i++) all = all code[i] "\n"
    from = 1
    while ((at = index(substr(all, from), "co_await")) > 0) {
        at += from - 1
        from = at + 8
        if (temporary_before(all, at) || temporary_after(all, from)) {
            line = substr(all, 1, at)
            report(gsub(/\n/, "", line) + 1, "co-await", "name the lambda or the aggregate in a variable of its own first")
        }
    }
}

function temporary_after(all, i,    c, level) {
    for (level = 0; i <= length(all); i++) {
        c = substr(all, i, 1)
        if (c == "(") level++
        else if (c == ")") level--
        else if (c == ";" || c == "}") return 0
        else if (c == "{") return level >= 0
        else if (c == "[" && substr(all, i + 1, 1) !~ /[\]\[]/ && substr(all, 1, i - 1) !~ /[A-Za-z0-9_)\]\[][ \n]*$/) return 1
    }
    return 0
}

function temporary_before(all, i,    c, before) {
    for (i--; i > 0; i--) {
        c = substr(all, i, 1)
        if (c == ";") return 0
        if (c == "}") return substr(all, i + 1) ~ /^[ \n]*[,).?:&|=<>+*\/-]/
        if (c != "{") continue
        before = substr(all, 1, i - 1)
        if (before ~ /(^|[^A-Za-z0-9_])(else|do|try|const|noexcept|override|final|mutable)[ \n]*$/) return 0
        return before ~ /[A-Za-z0-9_,(=\]][ \n]*$/ && before !~ /\][ \n]*$/
    }
    return 0
}

# ---- files ----
function begin_file(    folder, base) {
    path = FILENAME
    sub(/^\.\//, "", path)
    lines = in_comment = depth = parens = continued = has_await = 0
    raw_end = pending = module = ""
    filled[0] = 0
    split("", raw); split("", code)
    is_cpp = path ~ /^(agent|drivers|sync|tests)\/.*\.(cpp|hpp|ipp)$/
    base = path
    sub(/^.*\//, "", base)
    has_limit = base ~ /\.(cpp|hpp|ipp|h|c|cmake|sql|awk|ts|tsx|js|mjs|css|sh|py)$/ || base == "CMakeLists.txt"
    if (is_cpp && path !~ /^tests\//) {
        folder = path
        sub(/^[^\/]*\//, "", folder)
        if (sub(/\/[^\/]*$/, "", folder)) module = module_of(folder)
    }
    is_text = 1
    if (base ~ /(^|_)(util|utils|helper|helpers|manager)[._]/)
        report(1, "name", "a name that says nothing; name the file by what it does")
}

function end_file() {
    if (path == "") return
    if (has_limit && lines > 500) report(lines, "file-size", lines " lines; 500 is the limit")
    if (is_cpp && has_await) check_awaits()
    if (path ~ /^(agent|drivers|sync|tests)\/.*\.hpp$/ && !guarded[path])
        report(1, "pragma-once", "a header begins with its purpose and #pragma once")
}

BEGIN {
    path = ""
    read_arrows()
    split("base domain scan codec ports protocol usecase update engine hub_core session", names, " ")
    for (i in names) pure[names[i]] = 1
}
FNR == 1 {
    end_file()
    begin_file()
    if (path !~ /\.[A-Za-z]+$/) { is_text = /^#!/; has_limit = is_text }
}
{
    lines = FNR
    raw[FNR] = $0
    if (is_text && path !~ /^LICENSE$/) check_text(FNR, $0)
    if (!is_cpp) next
    if ($0 ~ /^[ \t]*#[ \t]*pragma once/) guarded[path] = 1
    if (!in_comment && raw_end == "" && $0 ~ /^[ \t]*#[ \t]*include[ \t]*["<]/) { check_include(FNR, $0); next }
    code[FNR] = strip($0)
    if (index(code[FNR], "co_await")) has_await = 1
    check_code(FNR, code[FNR])
    track(FNR, code[FNR])
}
END {
    if (broken) exit 2
    end_file()
    if (findings) { print "lint: " findings " findings" > "/dev/stderr"; exit 1 }
    print "lint: " ARGC - 1 " files, nothing found"
}
