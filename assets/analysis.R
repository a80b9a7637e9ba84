# Means and paired contrasts of this folder once more, from runs.csv alone, and one plot.
#
# Run it as it is: Rscript analysis.R (or source("analysis.R") in this folder).
# It needs nothing but R. It ends with 1 if a number is not that of summary.csv or contrasts.csv.

arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
folder <- if (length(script) == 1) dirname(script) else "."
main <- strsplit("@MAIN@", " ")[[1]]
tolerance <- 1e-9

# UTF-8-BOM takes a byte-order mark away where there is one.
read <- function(name) {
  utils::read.table(file.path(folder, name), header = TRUE, sep = "@DELIMITER@", dec = "@DECIMAL@", quote = "\"", comment.char = "",
                    na.strings = "", stringsAsFactors = FALSE, check.names = FALSE, fileEncoding = "UTF-8-BOM")
}

same <- 0
different <- 0
agree <- function(what, ours, theirs) {
  if (is.na(ours) || is.na(theirs)) {
    equal <- is.na(ours) && is.na(theirs)
  } else {
    equal <- abs(ours - theirs) <= tolerance * max(1, abs(theirs))
  }
  if (equal) {
    same <<- same + 1
  } else {
    different <<- different + 1
    cat("different:", what, ":", format(ours, digits = 17), "here,", format(theirs, digits = 17), "in the file\n")
  }
}

# Mean, standard deviation (divisor n - 1) and t interval.
interval <- function(values) {
  n <- length(values)
  if (n < 2) return(c(mean = mean(values), sd = NA, low = NA, high = NA))
  half <- stats::qt(0.975, n - 1) * stats::sd(values) / sqrt(n)
  c(mean = mean(values), sd = stats::sd(values), low = mean(values) - half, high = mean(values) + half)
}

runs <- read("runs.csv")
runs <- runs[runs$status == "finished", ]

# Values of an outcome by replication, without those that are missing.
values_of <- function(arm, outcome) {
  mine <- runs[runs$arm == arm & !is.na(runs[[outcome]]), ]
  stats::setNames(as.numeric(mine[[outcome]]), mine$replication)
}

summary_file <- read("summary.csv")
for (i in seq_len(nrow(summary_file))) {
  row <- summary_file[i, ]
  values <- values_of(row$arm, row$outcome)
  if (length(values) == 0) next
  ours <- interval(values)
  for (name in names(ours)) agree(paste(row$arm, row$outcome, name, sep = ", "), ours[[name]], row[[name]])
}

# Differences of each arm from the baseline, paired by replication.
points <- NULL
if (file.exists(file.path(folder, "contrasts.csv"))) {
  contrasts <- read("contrasts.csv")
  for (i in seq_len(nrow(contrasts))) {
    row <- contrasts[i, ]
    base <- values_of(row$baseline, row$outcome)
    arm <- values_of(row$arm, row$outcome)
    shared <- intersect(names(base), names(arm))
    differences <- unname(arm[shared] - base[shared])
    agree(paste(row$arm, row$outcome, "pairs", sep = ", "), length(differences), row$pairs)
    if (length(differences) < 2) next
    ours <- interval(differences)
    agree(paste(row$arm, row$outcome, "difference", sep = ", "), ours[["mean"]], row$difference)
    agree(paste(row$arm, row$outcome, "difference_low", sep = ", "), ours[["low"]], row$difference_low)
    agree(paste(row$arm, row$outcome, "difference_high", sep = ", "), ours[["high"]], row$difference_high)
    spread <- stats::sd(base)
    if (row$outcome %in% main && !is.na(spread) && spread > 0) {
      point <- data.frame(arm = row$arm, outcome = row$outcome, mean = ours[["mean"]] / spread, low = ours[["low"]] / spread,
                          high = ours[["high"]] / spread)
      points <- rbind(points, point)
    }
  }
}

if (!is.null(points)) {
  arms <- unique(points$arm)
  outcomes <- unique(points$outcome)
  colours <- rep(c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"), length.out = length(arms))
  picture <- file.path(folder, "analysis-r.png")
  height <- 2 + 0.16 * length(outcomes) * (length(arms) + 1)
  if (capabilities("png")) {
    grDevices::png(picture, width = 10, height = height, units = "in", res = 150)
  } else {
    picture <- file.path(folder, "analysis-r.pdf")
    grDevices::pdf(picture, width = 10, height = height)
  }
  graphics::par(mar = c(4, 12, 1, 12))
  y <- -match(points$outcome, outcomes) - 0.7 * (match(points$arm, arms) - 0.5) / length(arms) + 0.35
  graphics::plot(points$mean, y, xlim = range(points$low, points$high, 0), yaxt = "n", ylab = "", pch = 19,
                 col = colours[match(points$arm, arms)],
                 xlab = "difference from the baseline, in its standard deviations, with 95 % t intervals")
  graphics::segments(points$low, y, points$high, y, col = colours[match(points$arm, arms)], lwd = 2)
  graphics::abline(v = 0)
  graphics::axis(2, at = -seq_along(outcomes), labels = gsub("_", " ", outcomes), las = 1)
  corner <- graphics::par("usr")
  graphics::legend(corner[2], corner[4], legend = arms, col = colours, pch = 19, lwd = 2, bty = "n", xpd = NA)
  invisible(grDevices::dev.off())
  cat("plot:", basename(picture), "\n")
}

cat(same, "numbers equal within", format(tolerance), ",", different, "different\n")
if (different > 0 || same == 0) {
  if (interactive()) stop("numbers differ") else quit(status = 1)
}
