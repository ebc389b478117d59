/* The least that a fade can cost: each sample times a gain that moves along a straight line. */
void gain_loop(const float *const *inputs, float *const *outputs, int channels, int frames, float gain, float step)
{
    for (int channel = 0; channel < channels; channel++) {
        const float *restrict input = inputs[channel];
        float *restrict output = outputs[channel];
        for (int n = 0; n < frames; n++)
            output[n] = input[n] * (gain + step * (float)n);
    }
}
