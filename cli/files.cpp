// SPDX-License-Identifier: Apache-2.0
#include "cli/files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <set>

#include "frontend/decode.h"
#include "ir/text.h"

namespace t2d::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kStandardInput = "-";

struct Found {
    std::string path;
    bool ddl_only = false;
};

/// Walks arguments to files and reads them; remembers whether anything failed.
class Reader {
public:
    Reader(SourceManager& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

    void collect(const std::string& argument, bool ddl_only) {
        if (argument == kStandardInput) {
            keep(argument, argument, ddl_only);
            return;
        }
        std::error_code error;
        if (!fs::is_directory(argument, error)) {
            keep(argument, identity(argument), ddl_only);
            return;
        }
        const std::size_t before = seen_;
        if (walk(argument, ddl_only) && seen_ == before) fail(argument, "the folder holds no .sql file");
    }

    Inputs read(std::istream& in) {
        std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.path < b.path; });
        for (const Found& found : found_) read_one(found, in);
        return std::move(result_);
    }

private:
    /// The same file under two names is one file.
    static std::string identity(const fs::path& path) {
        std::error_code error;
        const fs::path canonical = fs::weakly_canonical(path, error);
        return error ? path.string() : canonical.string();
    }

    void keep(std::string path, std::string identity, bool ddl_only) {
        ++seen_;
        if (known_.insert(std::move(identity)).second) found_.push_back({std::move(path), ddl_only});
    }

    /// Recursive iterators stop at the first folder that may not be read, and the others would be lost: so by hand.
    bool walk(const fs::path& folder, bool ddl_only) {
        std::error_code error;
        std::vector<fs::directory_entry> entries;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) entries.push_back(*it);
        if (error) {
            fail(folder.string(), error.message());
            return false;
        }
        bool complete = true;
        for (const fs::directory_entry& entry : entries) {
            std::error_code ignored;
            if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) // a link could lead in a circle
                complete = walk(entry.path(), ddl_only) && complete;
            else if (to_lower(entry.path().extension().string()) == ".sql")
                keep(entry.path().generic_string(), identity(entry.path()), ddl_only);
        }
        return complete;
    }

    void read_one(const Found& found, std::istream& in) {
        if (found.path == kStandardInput) {
            decode("<stdin>", std::string(std::istreambuf_iterator<char>(in), {}), found.ddl_only);
            return;
        }
        std::string bytes;
        if (!read_file(found.path, bytes)) return fail(found.path, bytes);
        decode(found.path, bytes, found.ddl_only);
    }

    void decode(const std::string& name, const std::string& bytes, bool ddl_only) {
        frontend::Decoded decoded = frontend::decode(bytes);
        if (!decoded.error.empty()) return fail(name, decoded.error);
        if (decoded.text.size() >= kNoFile) return fail(name, std::strerror(EFBIG)); // spans count bytes in 32 bits
        result_.files.push_back({sources_.add(name, std::move(decoded.text)), ddl_only});
    }

    void fail(const std::string& name, const std::string& why) {
        const FileId place = sources_.add(name, {}); // an empty file, so that the diagnostic has a place
        diagnostics_.report<diag::cannot_read>({place, 0, 0}, name, why);
        result_.failed = true;
    }

    SourceManager& sources_;
    Diagnostics& diagnostics_;
    std::vector<Found> found_;
    std::set<std::string> known_;
    std::size_t seen_ = 0;
    Inputs result_;
};

} // namespace

bool read_file(const std::string& path, std::string& text) {
    const auto fail = [&](int code) {
        text = std::strerror(code != 0 ? code : EIO);
        return false;
    };
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return fail(EISDIR);
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(errno);
    text.assign(std::istreambuf_iterator<char>(file), {});
    return file.bad() ? fail(errno) : true;
}

Inputs read_inputs(const std::vector<std::string>& inputs, const std::vector<std::string>& ddl, std::istream& in,
                   SourceManager& sources, Diagnostics& diagnostics) {
    Reader reader(sources, diagnostics);
    for (const std::string& input : inputs) reader.collect(input, false);
    for (const std::string& path : ddl) reader.collect(path, true);
    return reader.read(in);
}

} // namespace t2d::cli
