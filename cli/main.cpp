// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <iostream>

#include "cli/app.h"

int main(int argc, char** argv) {
    const t2d::cli::Console console{std::cin, std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
    try {
        return t2d::cli::run({argv + 1, argv + argc}, console);
    } catch (const std::exception& error) {
        std::cerr << "tsql2dbt: internal error: " << error.what() << '\n';
        return t2d::cli::exit_io;
    }
}
