// As large as the server keeps; what is beyond that would only cost the resident's data volume.
const longestSide = 2560

/**
 * The picture as it is sent: bounded, and without the place and device that the camera wrote into it, which so never leave
 * the phone. What this browser cannot draw (HEIC on Android) goes as it is; the server cleans it too.
 */
export async function shrink(picture: Blob): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(bitmap.width * scale)
    canvas.height = Math.round(bitmap.height * scale)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
    return drawn ?? picture
  } catch {
    return picture
  }
}
