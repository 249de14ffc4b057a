// SPDX-License-Identifier: Apache-2.0
#include "cli/write.h"

#include <csignal>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "backend/content_hash.h"

namespace t2d::cli {

namespace fs = std::filesystem;

namespace {

/// Keeps Ctrl-C and a polite kill waiting while files are put in place: temporary files are then never left behind.
class SignalsHeld {
public:
    SignalsHeld() {
        sigset_t held;
        sigemptyset(&held);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
        pthread_sigmask(SIG_BLOCK, &held, &before_);
    }
    ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsHeld(const SignalsHeld&) = delete;
    SignalsHeld& operator=(const SignalsHeld&) = delete;

private:
    sigset_t before_{};
};

std::optional<std::string> read_file(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Files that appear together or not at all.
class Transaction {
public:
    explicit Transaction(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    /// What was not committed is taken back.
    ~Transaction() {
        std::error_code ignored;
        for (const Staged& staged : staged_) fs::remove(staged.temporary, ignored);
        for (auto folder = created_.rbegin(); folder != created_.rend(); ++folder) fs::remove(*folder, ignored); // only if empty
    }

    [[nodiscard]] bool stage(const fs::path& path, const std::string& text) {
        if (!create_folders(path.parent_path())) return false;
        std::error_code error;
        if (fs::is_directory(path, error)) return fail(path, std::strerror(EISDIR));
        const fs::path target = fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : path; // a link stays a link
        fs::path temporary = target;
        temporary += "." + std::to_string(getpid()) + ".tmp";
        staged_.push_back({temporary, target});
        errno = 0;
        std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
        if (file) file.write(text.data(), static_cast<std::streamsize>(text.size()));
        if (file) file.close(); // a full disk may show only here
        return file ? true : fail(path, std::strerror(errno != 0 ? errno : EIO));
    }

    [[nodiscard]] bool commit() {
        while (!staged_.empty()) {
            std::error_code error;
            fs::rename(staged_.back().temporary, staged_.back().path, error);
            if (error) return fail(staged_.back().path, error.message());
            staged_.pop_back();
        }
        return true;
    }

private:
    struct Staged {
        fs::path temporary, path;
    };

    bool create_folders(const fs::path& folder) {
        std::error_code error;
        if (folder.empty() || fs::is_directory(folder, error)) return true;
        if (!create_folders(folder.parent_path())) return false;
        if (!fs::create_directory(folder, error)) return fail(folder, error ? error.message() : std::strerror(ENOTDIR));
        created_.push_back(folder);
        return true;
    }

    bool fail(const fs::path& path, const std::string& why) {
        diagnostics_.report<diag::cannot_write>({}, path.string(), why);
        return false;
    }

    Diagnostics& diagnostics_;
    std::vector<Staged> staged_;
    std::vector<fs::path> created_;
};

/// Files that belong to the user's project from the first run on.
bool belongs_to_user(const std::string& path) { return path == "dbt_project.yml" || path == "profiles.yml"; }

/// dbt's scratch folder: reports of the last run, nobody's work.
bool belongs_to_tool(const std::string& path) { return path.rfind("target/", 0) == 0; }

/// What a new version of a file means for the one on disk.
enum class Action { write, skip, put_beside };

Action decide(const std::string& name, const std::optional<std::string>& present, const std::string& text, EditedFiles edited) {
    if (!present) return Action::write;
    if (*present == text || belongs_to_user(name)) return Action::skip;
    const bool free = edited == EditedFiles::overwrite || belongs_to_tool(name) || backend::is_intact(*present);
    return free ? Action::write : Action::put_beside;
}

} // namespace

WriteReport write_project(const std::string& root, const std::map<std::string, std::string>& files, EditedFiles edited,
                          Diagnostics& diagnostics) {
    const SignalsHeld held;
    Transaction transaction(diagnostics);
    WriteReport report;
    for (const auto& [name, text] : files) {
        fs::path path = fs::path(root) / name;
        const Action action = decide(name, read_file(path), text, edited);
        if (action == Action::skip) {
            ++report.unchanged;
            continue;
        }
        if (action == Action::put_beside) {
            const std::string old = path.string();
            path += ".new";
            diagnostics.report<diag::edited_file>({}, old, path.string());
            ++report.kept;
        } else {
            ++report.written;
        }
        if (!transaction.stage(path, text)) return {.failed = true};
    }
    report.failed = !transaction.commit();
    return report;
}

bool write_file(const std::string& path, const std::string& text, Diagnostics& diagnostics) {
    std::error_code ignored;
    if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored) && !fs::is_directory(path, ignored)) {
        std::ofstream device(path, std::ios::binary); // a pipe or a device is written to, not replaced
        device << text << std::flush;
        if (!device) diagnostics.report<diag::cannot_write>({}, path, std::strerror(errno));
        return static_cast<bool>(device);
    }
    const SignalsHeld held;
    Transaction transaction(diagnostics);
    return transaction.stage(path, text) && transaction.commit();
}

} // namespace t2d::cli
