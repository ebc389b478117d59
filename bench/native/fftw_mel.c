/* The log-mel spectrogram as a careful C programmer gets it from bare FFTW in single precision: the limit that the
 * managed front-end is measured against. Window, transform, power, sparse triangles padded to whole vectors, 10*log10.
 *
 * fftw_mel SAMPLES RATE FFT HOP BANDS
 *   SAMPLES is raw float32 mono. Framing is centred on zeros; slaney scale and norm, 0 to RATE/2, amin 1e-10.
 * Then, for each line on standard input:
 *   run         calculates every frame once and answers with the seconds that took
 *   write PATH  writes the frames of the last run as raw float32
 */
#include <fftw3.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LANES 16

static double to_hertz(double mel)
{
    return mel < 15 ? mel * 200 / 3 : 1000 * exp(log(6.4) * (mel - 15) / 27);
}

static double to_mel(double hertz)
{
    return hertz < 1000 ? hertz * 3 / 200 : 15 + 27 * log(hertz / 1000) / log(6.4);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void *aligned(size_t bytes)
{
    void *p = aligned_alloc(64, (bytes + 63) / 64 * 64);
    if (!p)
        exit(3);
    memset(p, 0, bytes);
    return p;
}

/* FFTW's planner errs on a busy machine: plan several times, keep what is fastest over many short trials. */
static fftwf_plan fastest(int size, float *in, fftwf_complex *out)
{
    const unsigned efforts[] = {FFTW_MEASURE, FFTW_PATIENT, FFTW_MEASURE, FFTW_PATIENT};
    fftwf_plan best = NULL;
    double least = 1e9;
    for (int e = 0; e < 4; e++) {
        fftwf_forget_wisdom();
        fftwf_plan plan = fftwf_plan_dft_r2c_1d(size, in, out, efforts[e]);
        double shortest = 1e9;
        for (int trial = 0; trial < 200; trial++) {
            const double start = now();
            for (int n = 0; n < 50; n++)
                fftwf_execute(plan);
            shortest = fmin(shortest, now() - start);
        }
        if (shortest < least) {
            if (best)
                fftwf_destroy_plan(best);
            best = plan;
            least = shortest;
        } else {
            fftwf_destroy_plan(plan);
        }
    }
    return best;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: fftw_mel SAMPLES RATE FFT HOP BANDS\n");
        return 2;
    }
    const int rate = atoi(argv[2]), size = atoi(argv[3]), hop = atoi(argv[4]), bands = atoi(argv[5]);
    const int bins = size / 2 + 1;
    FILE *file = fopen(argv[1], "rb");
    if (!file) {
        perror(argv[1]);
        return 2;
    }
    fseek(file, 0, SEEK_END);
    const long length = ftell(file) / (long)sizeof(float);
    rewind(file);
    float *signal = aligned((length + size) * sizeof(float));
    if (fread(signal + size / 2, sizeof(float), length, file) != (size_t)length)
        return 2;
    fclose(file);
    const long frames = 1 + length / hop;

    float *window = aligned(size * sizeof(float));
    for (int n = 0; n < size; n++)
        window[n] = 0.5 - 0.5 * cos(2 * M_PI * n / size);

    /* Runs of weights, each padded with zeros to whole vectors. */
    int *first = aligned(bands * sizeof(int)), *steps = aligned(bands * sizeof(int));
    float *weights = aligned((size_t)(bins * 2 + bands * 2 * LANES) * sizeof(float));
    long at = 0;
    for (int b = 0; b < bands; b++) {
        const double top = to_mel(rate / 2.0);
        const double low = to_hertz(top * b / (bands + 1)), mid = to_hertz(top * (b + 1) / (bands + 1)),
                     high = to_hertz(top * (b + 2) / (bands + 1));
        int count = 0;
        for (int k = 0; k < bins; k++) {
            const double hertz = (double)k * rate / size;
            const double weight = 2 / (high - low) * fmin((hertz - low) / (mid - low), (high - hertz) / (high - mid));
            if (weight > 1e-15) {
                if (!count)
                    first[b] = k;
                weights[at + count++] = weight;
            }
        }
        steps[b] = (count + LANES - 1) / LANES;
        at += (long)steps[b] * LANES;
    }

    float *in = fftwf_alloc_real(size);
    fftwf_complex *out = fftwf_alloc_complex(bins);
    fftwf_plan plan = fastest(size, in, out);
    float *power = aligned((bins + LANES) * sizeof(float));
    float *mel = aligned(frames * bands * sizeof(float));

    char line[4096];
    printf("ready %ld\n", frames);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (!strcmp(line, "run")) {
            const double start = now();
            for (long k = 0; k < frames; k++) {
                const float *restrict x = signal + k * hop;
                for (int n = 0; n < size; n++)
                    in[n] = x[n] * window[n];
                fftwf_execute(plan);
                for (int n = 0; n < bins; n++)
                    power[n] = out[n][0] * out[n][0] + out[n][1] * out[n][1];
                float *restrict m = mel + k * bands;
                const float *restrict w = weights;
                for (int b = 0; b < bands; b++) {
                    const float *restrict p = power + first[b];
                    float sum[LANES] = {0};
                    for (int s = 0; s < steps[b]; s++, p += LANES, w += LANES)
                        for (int j = 0; j < LANES; j++)
                            sum[j] += p[j] * w[j];
                    float total = 0;
                    for (int j = 0; j < LANES; j++)
                        total += sum[j];
                    m[b] = total;
                }
                for (int b = 0; b < bands; b++)
                    m[b] = 10 * log10f(fmaxf(m[b], 1e-10f));
            }
            printf("%.9f\n", now() - start);
        } else if (!strncmp(line, "write ", 6)) {
            FILE *to = fopen(line + 6, "wb");
            if (!to || fwrite(mel, sizeof(float), frames * bands, to) != (size_t)(frames * bands) || fclose(to))
                return 2;
            printf("written\n");
        }
        fflush(stdout);
    }
    return 0;
}
