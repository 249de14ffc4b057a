// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "ir/diagnostics.h"
#include "ir/source.h"

namespace t2d::cli {

/// A file that was read and decoded into the SourceManager.
struct InputFile {
    FileId file = kNoFile;
    bool ddl_only = false;
};

/// Files of a command line, ready to parse.
struct Inputs {
    std::vector<InputFile> files;
    bool failed = false; ///< something could not be read; the rest is here
};

/// Reads `inputs` and `ddl` (files, folders with their `*.sql`, `-` for `in`). Files come in order of their names, whatever the order
/// on the command line, so that the output does not depend on it; a file named twice is read once, as an input rather than as DDL.
[[nodiscard]] Inputs read_inputs(const std::vector<std::string>& inputs, const std::vector<std::string>& ddl,
                                 std::istream& in, SourceManager& sources, Diagnostics& diagnostics);

/// The bytes of a file; false, with the reason in `text`, when it cannot be read.
[[nodiscard]] bool read_file(const std::string& path, std::string& text);

} // namespace t2d::cli
